"""Who says what: attributions, and the claimants of a figure, the best first."""
