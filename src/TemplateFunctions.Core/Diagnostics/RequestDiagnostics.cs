namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF4xxx: requests, arguments and capabilities.</summary>
public static class RequestDiagnostics
{
    public static readonly Diagnostic NotJson = new(
        "TF4001",
        "The body is not valid JSON",
        "The body is empty, is not JSON, is not UTF-8 or is nested deeper than 64 levels. The detail names the position.",
        "Send UTF-8 JSON. Over HTTP, let a JSON library write the body.",
        400);

    public static readonly Diagnostic BodyRefused = new(
        "TF4002",
        "The body is not valid",
        "The body is JSON, but a field is missing, has the wrong type, is out of range or occurs twice. Each entry of `errors` names a field and its rule. Nothing was done.",
        "Correct every field that `errors` names and send the request again.",
        400);

    public static readonly Diagnostic UnknownTemplate = new(
        "TF4003",
        "The template does not exist",
        "The guild has no template of that name.",
        "Check the name and the guild id; `GET /api/guilds/{guild_id}/templates` lists the templates of a guild.",
        404);

    public static readonly Diagnostic TemplatePaused = new(
        "TF4004",
        "The template is paused",
        "A paused template does not run.",
        "Store the template again with `paused` false.",
        409);

    public static readonly Diagnostic KeyMissing = new(
        "TF4005",
        "The key is missing or wrong",
        "The host requires a key and the request carries none or another one.",
        "Send the key in the header `x-functions-key`.",
        401);

    public static readonly Diagnostic NotFound = new(
        "TF4006",
        "There is nothing at this address",
        "The route, the execution, the dead letter or another named thing does not exist, or is no longer kept (outcomes are kept for 24 hours).",
        "Check the address; `GET /api/openapi.json` lists the routes.",
        404);

    public static readonly Diagnostic MethodNotAllowed = new(
        "TF4007",
        "The method is not allowed here",
        "The route exists, but not with this HTTP method.",
        "Use one of the methods that the `Allow` header names.",
        405);

    public static readonly Diagnostic UnsupportedMediaType = new(
        "TF4008",
        "The content type is not supported",
        "Request bodies are JSON.",
        "Send `Content-Type: application/json`.",
        415);

    public static readonly Diagnostic ParameterRefused = new(
        "TF4009",
        "A parameter of the address is not valid",
        "A part of the path, a query parameter or a header breaks its rule. Each entry of `errors` names one.",
        "Correct the parameters that `errors` names.",
        400);

    public static readonly Diagnostic Quarantined = new(
        "TF4010",
        "The guild is in quarantine",
        "The guild's templates took the process down or broke its VM repeatedly. Its events go to the dead letters until the time the detail names.",
        "Correct or pause the template, then `POST /api/guilds/{guild_id}/reset`; replay the dead letters afterwards.",
        409);

    public static readonly Diagnostic IdempotencyConflict = new(
        "TF4012",
        "The idempotency key was used for another request",
        "The same `idempotency_key` was sent with another template, guild or event within 24 hours.",
        "Use a new key for a new request.",
        409);

    public static readonly Diagnostic QueueMessageRefused = new(
        "TF4013",
        "The queue message is not valid",
        "The message is JSON, plain or base64, but a field is missing or breaks its rule. Each entry of `errors` names one. The message went to the dead letters.",
        "Correct the sender. The message can be sent again in corrected form; replaying it unchanged fails again.",
        400);

    public static readonly Diagnostic ExecutionCancelled = new(
        "TF4014",
        "The run was cancelled",
        "The caller went away or asked for the run to end.",
        "Send the request again if the result is still wanted.",
        499);

    public static readonly Diagnostic ForeignOrigin = new(
        "TF4015",
        "The request comes from another site",
        "A host without a key answers to programs and pages of its own machine only. The request names another host (which a web page can do by rebinding its name to 127.0.0.1) or was sent by a page of another site.",
        "Address the host as `localhost` or `127.0.0.1`. To reach it under another name set `TemplateFunctions:Key` and send the key.",
        403);

    public static readonly Diagnostic BadArgument = new(
        "TF4101",
        "A function got a wrong argument",
        "A host function was called with a missing argument, one of the wrong type or one out of range. The message names the argument, what was expected and what came.",
        "Correct the call. Plugin functions are called with a colon: `ctx.KV:get(...)`.");

    public static readonly Diagnostic CapabilityMissing = new(
        "TF4201",
        "The template lacks a capability",
        "The operation needs a capability that the template's `allowed_caps` does not hold, or that was taken away with `with_limits`. The message names it.",
        "Add the capability to the template's `allowed_caps`. Prefer the narrow one over `*`.");

    public static readonly Diagnostic CapabilityNotHeld = new(
        "TF4202",
        "with_limits asked for more than the ctx holds",
        "`with_limits` can only narrow: each capability it names must already be held.",
        "Remove the capability from the call, or add it to the template's `allowed_caps`.");

    public static readonly Diagnostic DiscordNotConfigured = new(
        "TF4301",
        "Discord is not configured",
        "The template called a Discord function, but this host has no Discord transport.",
        "Have the host give its plugins a transport (`PluginServices.Discord`), or do not call Discord functions here: the two hosts of this project bring none.");

    public static readonly Diagnostic DiscordRefused = new(
        "TF4302",
        "Discord refused the call",
        "Discord answered with an error. The message carries its status, code and text.",
        "See Discord's documentation of the code; often the bot lacks a permission in the channel or guild.");

    public static readonly Diagnostic DiscordPermissionMissing = new(
        "TF4303",
        "A Discord permission is missing",
        "A check before an action found that the user lacks a permission in the guild or channel, or does not stand above the other user. The message names them.",
        "Tell the user, or give him a role with the permission. `pcall` around the check lets the template answer politely.");
}
