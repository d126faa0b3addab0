if fail_once then fail_once = nil error('first time') end return 'second time'
