"""The partners' desk in the admin: dashboard, reports, reviews, side-by-side preview."""
