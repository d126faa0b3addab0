using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>Says whether the source of a template compiles, before it is stored.</summary>
public interface ITemplateCompiler
{
    /// <summary>Null when every file compiles; else a TF1xxx problem with one entry an error, its path <c>files["init.luau"]:3</c>.</summary>
    Problem? Check(TemplateSource source);
}
