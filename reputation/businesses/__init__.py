"""Legal persons that joined, and registry facts about those that did not."""
