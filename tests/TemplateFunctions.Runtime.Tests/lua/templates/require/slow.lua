slow_loads = (slow_loads or 0) + 1 task.wait(0.02) pcall(task.wait, 0.01) return { loaded = slow_loads }
