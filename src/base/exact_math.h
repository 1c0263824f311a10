#pragma once

/// Elementary functions whose results are the same on every CPU: fixed-order double arithmetic without fused
/// multiply-add. The C library's own choose a variant by CPU and may differ in the last bit, which is enough to move a
/// pixel. Errors are below 4e-16 relative (sin, cos: absolute) over the stated ranges.
namespace augshard::exact {

double sin(double radians);      ///< |radians| <= 1e5
double cos(double radians);      ///< |radians| <= 1e5
double tan(double radians);      ///< |radians| <= 1e5
double exp(double x);            ///< 0 below -745, infinity above 709.8
double log(double x);            ///< x > 0
double pow(double x, double y);  ///< x >= 0; exp(y log x), relative error below 1e-13
double radians(double degrees);

}  // namespace augshard::exact
