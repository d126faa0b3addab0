namespace TemplateFunctions.Luau.Syntax;

/// <summary>Parameters and block of a function.</summary>
/// <param name="Scope">Name resolution's view of it.</param>
/// <param name="Generics">Its generics, or empty.</param>
/// <param name="Parameters">Without the implicit <c>self</c>.</param>
/// <param name="Vararg">Token of <c>...</c>, or -1.</param>
/// <param name="VarargType">Its annotation with the colon, or empty.</param>
/// <param name="ReturnType">The annotation with the colon, or empty.</param>
/// <param name="Block">The statements.</param>
/// <param name="End">Token of <c>end</c>.</param>
internal sealed record FunctionBody(
    FunctionScope Scope, TokenRange Generics, List<Binding> Parameters, int Vararg, TokenRange VarargType, TokenRange ReturnType, Block Block, int End);

/// <param name="Local">The variable.</param>
/// <param name="Type">Its annotation with the colon, or empty.</param>
internal readonly record struct Binding(Local Local, TokenRange Type);
