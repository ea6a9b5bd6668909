"""What a web address looks like, and whose it may imitate: keys, skeletons, rules and their exemptions."""
