"""FollowTheMoney: its model as data, and what writes a case in its terms."""
