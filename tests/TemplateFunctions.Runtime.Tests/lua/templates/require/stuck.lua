if not unstuck then task.wait(600) end return 'unstuck'
