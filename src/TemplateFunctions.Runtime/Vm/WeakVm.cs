namespace TemplateFunctions.Runtime.Vm;

/// <summary>
/// A handle to a VM that keeps nothing alive and is worth nothing once the VM is lost. Use what it gives at once, on the
/// VM's own thread, and do not keep it.
/// </summary>
internal readonly struct WeakVm(KhronosRuntime vm)
{
    private readonly WeakReference<KhronosRuntime> _reference = new(vm);

    public bool TryGet(out KhronosRuntime vm) => _reference.TryGetTarget(out vm!) && vm.State == VmState.Healthy;
}
