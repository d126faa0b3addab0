return require('./self')
