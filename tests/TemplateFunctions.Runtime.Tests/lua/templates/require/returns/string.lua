return 'text', 'more'
