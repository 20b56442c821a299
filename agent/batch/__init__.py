"""Many changepoints overnight: chosen, planned, researched side by side, and never lost."""
