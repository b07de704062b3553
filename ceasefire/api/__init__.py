"""What every API view shares: errors, paging, filters, parsing, sign-in, permissions, schema."""
