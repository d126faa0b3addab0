namespace TemplateFunctions.Core.Diagnostics;

/// <summary>One kind of failure that a person can meet: what its code means and what to do about it.</summary>
/// <param name="Code"><c>TF</c> and four digits; never reused for something else.</param>
/// <param name="Title">A few words, the same every time.</param>
/// <param name="Cause">What happened, for the person who can act on it.</param>
/// <param name="Fix">What to do.</param>
/// <param name="HttpStatus">The status of an HTTP answer with this code; null when it never is the answer of a request by itself.</param>
public sealed record Diagnostic(string Code, string Title, string Cause, string Fix, int? HttpStatus = null);
