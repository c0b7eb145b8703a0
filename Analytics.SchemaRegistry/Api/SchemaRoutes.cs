using System.Globalization;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Paths below <c>/schemas</c>, and those that every registry has beside them.</summary>
internal sealed class SchemaRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/", _ => new EmptyView())
        .Map("POST", "/", _ => new EmptyView())
        .Map("GET", "/contexts", _ => new List<string> { "." })
        .Map("GET", "/v1/metadata/version", _ => new VersionView(typeof(SchemaRoutes).Assembly.GetName().Version!.ToString(3), ""))
        .Map("GET", "/schemas/types", _ => new List<string> { SchemaView.JsonType })
        .Map("GET", "/schemas", All)
        .Map("GET", "/schemas/ids/{}", ById)
        .Map("GET", "/schemas/ids/{}/schema", call => new RawText(Find(call).Document.Text))
        .Map("GET", "/schemas/ids/{}/subjects", call => Uses(call).Select(use => use.Subject).Distinct().ToList())
        .Map("GET", "/schemas/ids/{}/versions", call => Uses(call))
        // Confluent's npm client asks for a topic's associations and is content with none.
        .Map("GET", "/associations/resources/-/{}", _ => new List<string>());

    private object ById(RegistryCall call)
    {
        var schema = Find(call);
        return SchemaView.Of(schema, call.Flag("fetchMaxId") ? registry.Read(state => state.LastId) : null);
    }

    private object All(RegistryCall call)
    {
        var prefix = call.Query["subjectPrefix"].ToString();
        return registry.Read(state => state.Subjects.Values
            .Where(subject => subject.Name.StartsWith(prefix, StringComparison.Ordinal))
            .SelectMany(subject => (call.Flag("latestOnly") ? subject.Live.TakeLast(1) : subject.Versions.Where(entry => call.Flag("deleted") || !entry.Deleted))
                .Select(entry => SchemaView.Of(subject.Name, entry)))
            .ToList());
    }

    private SchemaEntry Find(RegistryCall call)
    {
        // Anything but a number is no id at all: the path does not exist.
        if (!int.TryParse(call.Segments[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id))
        {
            throw Problems.NotFound();
        }

        return registry.Read(state => state.ById.GetValueOrDefault(id)) ?? throw Problems.SchemaNotFound(id);
    }

    private List<SubjectVersionView> Uses(RegistryCall call)
    {
        var schema = Find(call);
        return registry.Read(state => state.Subjects.Values
            .SelectMany(subject => subject.Versions
                .Where(entry => entry.Schema.Id == schema.Id && (call.Flag("deleted") || !entry.Deleted))
                .Select(entry => new SubjectVersionView(subject.Name, entry.Version)))
            .ToList());
    }
}
