"""Publishing to a real CKAN: ``make test-portal`` starts it and runs these tests."""
