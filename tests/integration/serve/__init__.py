"""A real ``roadmap serve``, asked by programs that are not ours."""
