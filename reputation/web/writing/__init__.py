"""Writing a review: four steps, each of which carries all before it; nothing is stored before the last one."""
