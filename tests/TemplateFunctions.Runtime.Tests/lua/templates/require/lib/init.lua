return { name = 'lib/init', me = require('@self/b'), beside = require('./a'), inside = select(2, pcall(require, './b')) }
