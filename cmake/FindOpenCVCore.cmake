# OpenCV's core and imgproc as imported targets opencv::core and opencv::imgproc.
#
# Debian ships OpenCVConfig.cmake only with the package of all modules, which pulls in well over a hundred libraries
# through imgcodecs and highgui; the two module packages used here have headers and libraries alone.

find_path(OpenCVCore_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
find_library(OpenCVCore_CORE_LIBRARY opencv_core)
find_library(OpenCVCore_IMGPROC_LIBRARY opencv_imgproc)

if(OpenCVCore_INCLUDE_DIR)
  file(STRINGS ${OpenCVCore_INCLUDE_DIR}/opencv2/core/version.hpp _lines REGEX "#define CV_VERSION_(MAJOR|MINOR|REVISION) ")
  string(REGEX REPLACE ".*MAJOR +([0-9]+).*MINOR +([0-9]+).*REVISION +([0-9]+).*" "\\1.\\2.\\3" OpenCVCore_VERSION "${_lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCVCore
  REQUIRED_VARS OpenCVCore_CORE_LIBRARY OpenCVCore_IMGPROC_LIBRARY OpenCVCore_INCLUDE_DIR
  VERSION_VAR OpenCVCore_VERSION)

if(OpenCVCore_FOUND AND NOT TARGET opencv::core)
  foreach(module core imgproc)
    string(TOUPPER ${module} upper)
    add_library(opencv::${module} UNKNOWN IMPORTED)
    set_target_properties(opencv::${module} PROPERTIES
      IMPORTED_LOCATION ${OpenCVCore_${upper}_LIBRARY}
      INTERFACE_INCLUDE_DIRECTORIES ${OpenCVCore_INCLUDE_DIR})
  endforeach()
  set_property(TARGET opencv::imgproc PROPERTY INTERFACE_LINK_LIBRARIES opencv::core)
endif()
mark_as_advanced(OpenCVCore_INCLUDE_DIR OpenCVCore_CORE_LIBRARY OpenCVCore_IMGPROC_LIBRARY)
