namespace Analytics.Lake.Schema;

/// <summary>
/// What the texts of a column are. Delta's <c>string</c> holds an event's text and the JSON of an event's object alike; the mark, in the metadata of the schema's field,
/// keeps one from becoming the other: <c>{"name":"context","type":"string","nullable":true,"metadata":{"analytics.content":"json"}}</c>. Other readers pass it over.
/// </summary>
public enum TextContent
{
    /// <summary>Nothing is said: no column of texts, one of a table that holds no events, or one written before there were marks.</summary>
    Unmarked,

    /// <summary><c>"text"</c>: the text itself.</summary>
    Text,

    /// <summary><c>"json"</c>: JSON, of an object, an array or values of several types.</summary>
    Json,
}
