using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>Makes the environment of a run: what the VM is asked to do, under which rights, epoch and attempt.</summary>
internal static class RunFactory
{
    public static RunRequest Make(
        CatalogTemplate template, EventDocument document, string executionId, long epoch, IRunObserver? observer = null, bool impatient = false) => new()
        {
            RunId = executionId,
            Template = template.Source,
            Event = document,
            Capabilities = template.Capabilities,
            TemplateDataJson = template.DataJson,
            Epoch = epoch,
            Observer = observer,
            Impatient = impatient,
        };
}
