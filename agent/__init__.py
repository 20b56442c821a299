"""Finds, reads and checks the policies and events around a changepoint of China's emissions."""
