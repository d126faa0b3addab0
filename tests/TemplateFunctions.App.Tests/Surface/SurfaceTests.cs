using System.Reflection;
using System.Runtime.Loader;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.App.Tests.Surface;

/// <summary>The reference surface against the assemblies it was taken from, where these are.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

#if REFERENCE_SURFACE
    [Fact]
    public void Surface_InPlaceOfThePackages_SaysThatNothingWasCompared()
    {
        TestContext.Current.TestOutputHelper!.WriteLine("The Azure packages are not here: the surface was compiled against, and compared with nothing.");
        Assert.Equal("TemplateFunctions.App.Surface", typeof(Microsoft.Azure.Functions.Worker.FunctionAttribute).Assembly.GetName().Name);
    }
#else
    [Fact]
    public void Surface_EveryPublicMember_IsInTheRealAssemblies()
    {
        var real = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Select(TryLoad).OfType<Assembly>().SelectMany(PublicTypes)
            .GroupBy(type => type.FullName!).ToDictionary(group => group.Key, group => group.First());
        var missing = new List<string>();
        foreach (var type in SurfaceAssembly().GetExportedTypes())
        {
            if (!real.TryGetValue(type.FullName!, out var counterpart))
            {
                missing.Add(type.FullName!);
                continue;
            }

            var members = Members(counterpart).ToHashSet();
            missing.AddRange(Members(type).Where(member => !members.Contains(member)).Select(member => $"{type.FullName}: {member}"));
        }

        Assert.True(missing.Count == 0, $"The packages do not have:\n{string.Join('\n', missing)}");
    }

    private static Assembly SurfaceAssembly()
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Repository.PathOf("tests", "TemplateFunctions.App.Surface", "bin", mine.Parent!.Name, mine.Name, "TemplateFunctions.App.Surface.dll");
        return new AssemblyLoadContext("surface").LoadFromAssemblyPath(path);
    }

    private static Assembly? TryLoad(string path)
    {
        try
        {
            return Assembly.LoadFrom(path);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<Type> PublicTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception unloadable) when (unloadable is FileNotFoundException or TypeLoadException or FileLoadException)
        {
            return [];
        }
    }

    /// <summary>What callers and subclasses can see, inherited members of the same family included, as text.</summary>
    private static IEnumerable<string> Members(Type type)
    {
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType) && at != typeof(Attribute) && at != typeof(Exception) && at != typeof(Enum); at = at.BaseType)
        {
            foreach (var method in at.GetMethods(Declared).Where(method => method.IsPublic || (method.IsFamily && !method.IsVirtual)))
            {
                if (!method.Name.Contains('<', StringComparison.Ordinal) && method.Name is not ("ToString" or "Equals" or "GetHashCode" or "PrintMembers" or "op_Equality" or "op_Inequality" or "Deconstruct" or "Dispose" or "GetType"))
                {
                    yield return $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Generics(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})";
                }
            }

            if (at == type)
            {
                foreach (var constructor in at.GetConstructors(Declared).Where(constructor => constructor is { IsPublic: true, IsStatic: false } && constructor.GetParameters().Length > 0))
                {
                    yield return $"new({string.Join(", ", constructor.GetParameters().Select(parameter => Name(parameter.ParameterType)))})";
                }

                if (type.IsEnum)
                {
                    foreach (var value in Enum.GetNames(type))
                    {
                        yield return $"{value} = {Convert.ToInt64(Enum.Parse(type, value))}";
                    }
                }
            }
        }
    }

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"`{method.GetGenericArguments().Length}" : "";

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Namespace}.{type.Name}[{string.Join(",", type.GetGenericArguments().Select(Name))}]"
        : type.IsGenericParameter ? "T" : type.IsArray ? $"{Name(type.GetElementType()!)}[]" : type.FullName ?? type.Name;
#endif
}
