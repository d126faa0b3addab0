using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Interleaving;

/// <summary>What a run is doing when it is switched away from, and what another does meanwhile to what they share in <c>s</c>.</summary>
internal static class SwitchCatalogue
{
    private const string Suspended = "s.c = coroutine.create(function(...) s.d = coroutine.running() while true do local x = coroutine.yield(...) if x == 'end' then return x elseif x == 'fail' then error(x) elseif x == 'wait' then task.wait(1) end end end) coroutine.resume(s.c) ";
    private const string Failed = "s.c = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() pcall(s.inside or print) end}) error('x') end) coroutine.resume(s.c) ";
    private const string Fresh = "s.c = coroutine.create(function(...) return ... end) ";
    private const string Waiting = "s.c = task.spawn(function() task.wait(5) end) ";
    private const string NotTorn = " local torn if table.isfrozen(s.t) and s.t.a ~= rawget(s.t, 'a') then torn.found = 1 end";
    private const string List = "s.t = {3, 1, 2, x = 'y'} ";

    /// <summary>By name: what is made first, then, behind a <c>|</c>, what is switched in.</summary>
    public static IReadOnlyDictionary<string, string> Operations { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["create"] = "|s.c = coroutine.create(print)",
        ["resume a fresh one"] = Fresh + "|coroutine.resume(s.c, 1, 2)",
        ["resume"] = Suspended + "|coroutine.resume(s.c, 1)",
        ["resume to its end"] = Suspended + "|coroutine.resume(s.c, 'end')",
        ["resume to its error"] = Suspended + "|coroutine.resume(s.c, 'fail')",
        ["resume to a wait"] = Suspended + "|coroutine.resume(s.c, 'wait')",
        ["resume nested"] = Suspended + "|coroutine.wrap(function() coroutine.resume(s.c, 1) s.e = coroutine.running() end)()",
        ["resume the dead"] = Failed + "|coroutine.resume(s.c)",
        ["wrap"] = "|local f = coroutine.wrap(function() s.c = coroutine.running() coroutine.yield(1) error('x') end) f() pcall(f)",
        ["wrap that closes"] = "|pcall(coroutine.wrap(function() s.c = coroutine.running() local x <close> = setmetatable({}, {__close = print}) error('x') end))",
        ["close"] = Suspended + "|coroutine.close(s.c)",
        ["close a failed one"] = Failed + "|coroutine.close(s.c)",
        ["close a failed one that touches itself"] = Failed + "s.inside = function() s.inside = nil coroutine.wrap(function() pcall(task.delay, 0, s.c, 1) pcall(coroutine.close, s.c) pcall(coroutine.resume, s.c) pcall(task.cancel, s.c) end)() end |coroutine.close(s.c)",
        ["close nested"] = Suspended + "|coroutine.wrap(function() coroutine.close(s.c) end)()",
        ["status and running"] = Suspended + "|coroutine.status(s.c) coroutine.isyieldable() s.m = coroutine.running()",
        ["spawn"] = "|s.c = task.spawn(function(...) s.d = coroutine.running() task.wait() end, 1)",
        ["spawn a coroutine"] = Suspended + "|task.spawn(s.c, 1)",
        ["spawn what waits"] = Suspended + "|task.spawn(s.c, 'wait')",
        ["spawn a failure"] = "|s.c = task.spawn(function() s.c = coroutine.running() error('x') end)",
        ["defer"] = Suspended + "|task.defer(s.c, 1, 2)",
        ["defer a function"] = "|s.c = task.defer(function() s.d = coroutine.running() end, 1)",
        ["delay"] = Suspended + "|task.delay(1, s.c, 'end')",
        ["delay a function"] = "|s.c = task.delay(1, function() end, 1)",
        ["wait"] = "s.c = coroutine.running() |task.wait(1)",
        ["wait in a coroutine"] = "|coroutine.resume(coroutine.create(function() s.c = coroutine.running() task.wait(1) end))",
        ["cancel"] = Waiting + "|task.cancel(s.c)",
        ["pcall"] = "|pcall(error, 'x') pcall(print, 1)",
        ["xpcall"] = "s.c = coroutine.running() |xpcall(error, function(e) coroutine.status(s.c) return debug.traceback(e) end, 'x') xpcall(print, print)",
        ["main yields"] = "s.c = coroutine.running() |coroutine.yield(1)",
        ["host wait"] = "s.c = coroutine.running() |step.later({1, 2})",
        ["host wait nested"] = "|coroutine.wrap(function() s.c = coroutine.running() step.later(1) end)()",
        ["require"] = "|s.r = require('./m') pcall(require, './n') pcall(require, './o')",
        ["require that waits"] = "|s.r = require('./w')",
        ["require of another template"] = "|s.zr('./m') pcall(s.zr, './o')",
        ["load"] = "|s.f = load('return 1 + ...') load(function() s.c = coroutine.running() return nil end)",
        ["freeze"] = List + "|table.freeze(s.t)",
        ["freeze a class"] = "s.t = {__index = {x = 1}} s.o = setmetatable({}, s.t) |table.freeze(s.t) s.n = s.o.x",
        ["rawset"] = "s.t = {a = 1} |pcall(rawset, s.t, 'a', 2)" + NotTorn,
        ["give an object of a frozen class another"] = "s.k = {__index = {}} s.t = setmetatable({a = 1}, s.k) table.freeze(s.k) |pcall(setmetatable, s.t, {__index = {}})" + NotTorn,
        ["clone and clear"] = List + "|table.clone(s.t) table.clear(s.t)",
        ["insert and remove"] = List + "|table.insert(s.t, 1, 0) table.insert(s.t, 5) table.remove(s.t, 1) table.remove(s.t)",
        ["concat"] = "s.t = {3, 1, 2} |table.concat(s.t, ',') table.unpack(s.t) table.move(s.t, 1, 3, 2)",
        ["sort"] = List + "|table.sort(s.t) table.sort(s.t, function(a, b) return a < b end)",
        ["walk"] = List + "|for k, v in pairs(s.t) do s.k = k end for i, v in ipairs(s.t) do s.k = i end next(s.t)",
        ["gsub"] = "s.t = {a = 'b'} |string.gsub('aXa', '%a', function() s.c = coroutine.running() end) string.gsub('aa', 'a', s.t)",
        ["gmatch"] = "|s.g = string.gmatch('a b c', '%a') s.g() s.g()",
        ["format and print"] = "s.t = setmetatable({}, {__tostring = function() return 'x' end}) |print(s.t, string.format('%s %d', s.t, 1), tostring(s.t))",
        ["event"] = "|for k, v in pairs(evt.data) do s.v = v end s.n = #evt.data.list + next(evt.data.list)",
        ["context"] = "|s.x = ctx:with_limits({capabilities = {}}) s.y = ctx.guild_id s.z = ctx.allowed_caps s.q = ctx:has_cap('x')",
        ["buffer"] = "|s.b = buffer.create(8) buffer.writeu32(s.b, 0, 7) buffer.readu32(s.b, 0) s.u = vector.create(1, 2, 3) + vector.one",
        ["traceback"] = Suspended + "|debug.traceback(s.c) debug.traceback() debug.info(1, 'sl') debug.info(s.c, 1, 'sln')",
        ["close variables"] = "|do local x <close> = setmetatable({}, {__close = function() s.c = coroutine.running() coroutine.yield = coroutine.yield end}) end",
    };

    private const string Coroutines = "for _, k in ipairs { 'c', 'd', 'e', 'm' } do local c = s[k] if type(c) == 'thread' then ACT end end";

    /// <summary>By name: what the other run does meanwhile. Names that begin with <c>host</c> are what the host does.</summary>
    public static IReadOnlyDictionary<string, string> Hostile { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["resumes"] = Each("pcall(coroutine.resume, c, 1)"),
        ["resumes and ends"] = Each("pcall(coroutine.resume, c, 'end')"),
        ["resumes to a wait"] = Each("pcall(coroutine.resume, c, 'wait')"),
        ["resumes nested"] = Each("pcall(coroutine.wrap(function() coroutine.resume(c, 1) end))"),
        ["closes"] = Each("pcall(coroutine.close, c)"),
        ["closes and schedules"] = Each("pcall(coroutine.close, c) pcall(task.delay, 0, c, 1) pcall(task.defer, c)"),
        ["cancels"] = Each("pcall(task.cancel, c)"),
        ["delays"] = Each("pcall(task.delay, 0, c, 1)"),
        ["delays for long"] = Each("pcall(task.delay, 9, c, 1)"),
        ["defers"] = Each("pcall(task.defer, c, 1, 2, 3)"),
        ["defers and cancels"] = Each("pcall(task.defer, c, 1) pcall(task.cancel, c)"),
        ["spawns"] = Each("pcall(task.spawn, c, 1)"),
        ["looks"] = Each("debug.traceback(c) coroutine.status(c) debug.info(c, 0, 'sln')"),
        ["resumes and stays"] = Each("pcall(coroutine.resume, c, 1)") + " task.wait(1)",
        ["changes the table"] = "local t = s.t if t then for i = 1, 40 do pcall(rawset, t, i, i) pcall(rawset, t, 'k' .. i, i) end pcall(table.clear, t) end",
        ["lies about the table"] = "local t = s.t if t and not getmetatable(t) then setmetatable(t, {__len = function() return 1 << 50 end, __index = function() return nil end}) end",
        ["lies about the table's length"] = "local t = s.t if t and not getmetatable(t) then setmetatable(t, {__len = function() return 1 << 50 end}) end",
        ["freezes"] = "if s.t then pcall(table.freeze, s.t) end",
        ["requires the same"] = "for _, m in ipairs { './m', './n', './w' } do if s.require then pcall(s.require, m) end end",
        ["goes on matching"] = "if s.g then s.g() end",
        ["fails"] = "error({s.c})",
        ["host cancels"] = "",
        ["host reaches the wall"] = "",
        ["host drops what is compiled, and nothing is required"] = "",
        ["host drops what is compiled"] = "if s.require then pcall(s.require, './m') end",
    };

    public static string Program(string operation) => operation.Split('|') is [var first, var then]
        ? $"local evt, ctx = ... local s, step = ctx.store, require('@antiraid/step') for k in pairs(s) do if k ~= 'zr' then s[k] = nil end end s.require = function(m) return require(m) end {first} step.from() {then} step.to() return 1"
        : throw new ArgumentException(operation, nameof(operation));

    public static Dictionary<string, string> Files(string operation) => new()
    {
        ["init.lua"] = operation == Lender ? Lender : Program(operation),
        ["m.lua"] = "return {}",
        ["n.lua"] = "error('no module')",
        ["o.luau"] = "return string.len('x')",
        ["w.lua"] = "task.wait(1) return {}",
    };

    public static string HostileProgram(string act) => $"local evt, ctx = ... local s = ctx.store {act} return 2";

    /// <summary>Leaves a function to the others that requires files of its own template.</summary>
    public const string Lender = "select(2, ...).store.zr = function(m) return require(m) end";

    /// <summary>What the host does when the hostile run is answered.</summary>
    public static Action<string>? HostAction(SteppedVm vm, string hostile) => hostile switch
    {
        "host cancels" => name => vm.StopOthers(name, "b", vm.Vm.CancelRun),
        "host reaches the wall" => name => vm.StopOthers(name, "b", vm.Vm.WallLimitReached),
        "host drops what is compiled" or "host drops what is compiled, and nothing is required" => name => _ = name == "b" ? vm.Vm.ClearCache() : 0,
        _ => null,
    };

    /// <summary>Whether it makes honest work long: up to the limit, which is short then.</summary>
    public static bool MayTakeLong(string hostile) => hostile.Contains(" about the table", StringComparison.Ordinal);

    public static bool IsAllowed(LuaVmResult answer, string template, string hostile) => answer.Kind switch
    {
        LuaVmResultKind.Ok => true,
        LuaVmResultKind.LuaError => answer.Error!.Code is not ("TF5001" or "TF1001") && !answer.Error.Message.Contains("attempt to index a nil", StringComparison.Ordinal),
        LuaVmResultKind.Timeout => answer.BrokenReason is null && (answer.Error!.Code == "TF3001" || MayTakeLong(hostile)),
        _ => template == "a" && hostile == "host cancels" && answer.Error!.Code == "TF4014",
    };

    private static string Each(string act) => Coroutines.Replace("ACT", act, StringComparison.Ordinal);
}
