error(require('../shared'))
