-- What differs for Luau among the plain globals: made with the first Luau template of the VM.
local T = ...
local numbers = T.library('numbers')
local text = numbers.text

local show, base = T.show, T.copy(T.base)

local function tostring(v) return show(v, text) end

base.tostring, base.print, base.tonumber, base._VERSION = tostring, T.printer(text), numbers.tonumber, 'Luau'
base.unpack = function(...) return T.library('table_luau').unpack(...) end
T.luauhost = { getmetatable = T.stockgetmetatable(), next = T.rawnext, type = T.rawtype, tostring = tostring, float_text = text }
return base
