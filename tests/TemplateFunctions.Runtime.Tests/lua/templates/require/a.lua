return { name = 'a', b = require('./lib/b') }
