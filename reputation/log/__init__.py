"""The public log: entry kinds, waiting rows, sequencer, publisher."""
