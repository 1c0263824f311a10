"""A small U-Net in Keras 3, for any backend. It ends in logits; void pixels (255) do not count in the loss."""
import keras
from keras import layers


def small_unet(classes):
    keras.utils.set_random_seed(1)
    inputs = keras.Input((None, None, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    skips = []
    for filters in (8, 16):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    for filters in (16, 8):
        x = layers.UpSampling2D()(x)
        x = layers.Concatenate()([x, skips.pop()])
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    model = keras.Model(inputs, layers.Conv2D(classes, 1)(x))
    model.compile(
        optimizer=keras.optimizers.Adam(3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255),
    )
    return model


def train(model, epochs=4, **fit_arguments):
    """Fits and prints; gives the loss of each epoch."""
    losses = model.fit(epochs=epochs, verbose=0, **fit_arguments).history["loss"]
    for epoch, loss in enumerate(losses, start=1):
        print(f"epoch {epoch}: loss {loss:.3f}")
    return losses
