loads = loads + 1 return loads, 'second'
