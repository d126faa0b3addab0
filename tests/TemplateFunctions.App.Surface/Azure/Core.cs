namespace Azure
{
    public readonly struct ETag(string etag)
    {
        private readonly string _value = etag;

        public static readonly ETag All = new("*");

        public override string ToString() => _value ?? "";
    }

    public class RequestFailedException : Exception
    {
        public RequestFailedException(int status, string message)
            : base(message) => Status = status;

        public RequestFailedException(int status, string message, string? errorCode, Exception? innerException)
            : base(message, innerException)
        {
            Status = status;
            ErrorCode = errorCode;
        }

        public int Status { get; }

        public string? ErrorCode { get; }
    }

    public abstract class Response
    {
        public abstract int Status { get; }

        public virtual Core.ResponseHeaders Headers => default;
    }

    public abstract class NullableResponse<T>
    {
        public abstract bool HasValue { get; }

        public abstract T? Value { get; }
    }

    public abstract class Response<T> : NullableResponse<T>
    {
        public override bool HasValue => true;

        public override T Value => throw new NotSupportedException();
    }

    public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    {
        public virtual IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

namespace Azure.Core
{
    public readonly struct ResponseHeaders
    {
        public ETag? ETag => null;
    }

    public abstract class TokenCredential;

    public abstract class ClientOptions
    {
        public RetryOptions Retry { get; } = new();
    }

    public class RetryOptions
    {
        internal RetryOptions()
        {
        }

        public int MaxRetries { get; set; }

        public TimeSpan NetworkTimeout { get; set; }
    }
}

namespace Azure.Identity
{
    public class ManagedIdentityCredential : Core.TokenCredential
    {
        public ManagedIdentityCredential(ManagedIdentityId id)
        {
        }
    }

    public class ManagedIdentityId
    {
        private ManagedIdentityId()
        {
        }

        public static ManagedIdentityId SystemAssigned { get; } = new();

        public static ManagedIdentityId FromUserAssignedClientId(string id) => new();
    }

    public class DefaultAzureCredential : Core.TokenCredential
    {
        public DefaultAzureCredential(bool includeInteractiveCredentials = false)
        {
        }
    }
}
