"""What staff decide about businesses and the service: one proposes, another confirms."""
