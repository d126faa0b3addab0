using System.Text;
using Microsoft.AspNetCore.Http;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Tests.Http;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON;charset=\"UTF-8\"")]
    public async Task ReadAsync_Json_GivesTheBytes(string type) =>
        Assert.Equal("{}", Encoding.UTF8.GetString((await ReadAsync(type, "{}"u8.ToArray())).Bytes.Span));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    public async Task ReadAsync_AnotherType_IsRefusedWith415(string? type) => Assert.Equal(415, (await ReadAsync(type, "{}"u8.ToArray())).Problem?.Status);

    [Theory]
    [InlineData(RequestBody.MaxBytes, RequestBody.MaxBytes, null)]
    [InlineData(RequestBody.MaxBytes, RequestBody.MaxBytes + 1, 413)]
    [InlineData(RequestBody.MaxTemplateBytes, RequestBody.MaxTemplateBytes, null)]
    [InlineData(RequestBody.MaxTemplateBytes, RequestBody.MaxTemplateBytes + 1, 413)]
    public async Task ReadAsync_UnannouncedSize_IsBounded(int limit, int size, int? status)
    {
        var result = await ReadAsync("application/json", new byte[size], limit);

        Assert.Equal(status, result.Problem?.Status);
        Assert.Equal(status is null ? size : 0, result.Bytes.Length);
    }

    private static async Task<BodyResult> ReadAsync(string? type, byte[] body, int limit = RequestBody.MaxBytes)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(body);
        return await RequestBody.ReadAsync(context, limit);
    }
}
