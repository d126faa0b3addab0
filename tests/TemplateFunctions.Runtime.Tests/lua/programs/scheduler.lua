local evt = ...

local function before(a, b)
  return a.at < b.at or (a.at == b.at and a.id < b.id)
end

local function push(heap, job)
  local i = #heap + 1
  heap[i] = job
  while i > 1 do
    local parent = i // 2
    if not before(heap[i], heap[parent]) then break end
    heap[i], heap[parent] = heap[parent], heap[i]
    i = parent
  end
end

local function pop(heap)
  local first, n = heap[1], #heap
  if not first then return nil end
  heap[1], heap[n] = heap[n], nil
  n = n - 1
  local i = 1
  while true do
    local left, least = i * 2, i
    if left <= n and before(heap[left], heap[least]) then least = left end
    if left + 1 <= n and before(heap[left + 1], heap[least]) then least = left + 1 end
    if least == i then break end
    heap[i], heap[least] = heap[least], heap[i]
    i = least
  end
  return first
end

local function run(rounds)
  local heap, ids, fired, skipped, checksum = {}, 0, 0, 0, 0
  local function add(at, name, every)
    ids = ids + 1
    local job = { at = at, id = ids, name = name, every = every, cancelled = false }
    push(heap, job)
    return job
  end
  local seed = 7
  for i = 1, rounds * 20 do
    seed = (seed * 1103 + 12345) % 65536
    local job = add(seed % 100, 'job-' .. i % 5, i % 7 == 0 and 25 or nil)
    job.cancelled = i % 11 == 0
  end
  for job in pop, heap do
    if job.at > 200 then
      break
    elseif job.cancelled then
      skipped = skipped + 1
    else
      fired = fired + 1
      checksum = (checksum * 31 + job.at + job.id) % 1000003
      if job.every then add(job.at + job.every, job.name, job.every) end
    end
  end
  return { fired = fired, skipped = skipped, left = #heap, checksum = checksum }
end

return run(evt.data.n)
