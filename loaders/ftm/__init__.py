"""FollowTheMoney data: entities as JSON lines, and the statements behind them as a table."""
