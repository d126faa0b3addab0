set_by_module = 5
