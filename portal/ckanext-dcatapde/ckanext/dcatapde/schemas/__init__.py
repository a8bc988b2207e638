"""Schemas for ckanext-scheming."""
