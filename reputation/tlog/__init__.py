"""The C2SP transparency-log formats in pure Python; usable alone."""
