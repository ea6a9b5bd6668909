"""What parties show in a case to moderators alone: made into pictures, encrypted under a key of the case, destroyed."""
