using System.Globalization;
using Analytics.Lake.Files;
using Analytics.Lake.Sql;
using Analytics.Streaming.Files;
using Analytics.Streaming.Source;
using DuckDB.NET.Data;

namespace Analytics.Streaming.Publishing;

/// <summary>
/// Reads files of side records back and sends each record as it came, with the headers that say why it is here. Its DuckDB is opened when it is first needed
/// and kept: nearly every batch has such a file.
/// </summary>
internal sealed class SideFileReader : IDisposable
{
    private DuckDBConnection? _connection;

    /// <summary>Sends the records of one file.</summary>
    /// <returns>How many.</returns>
    public int Send(string directory, DataFile file, SideTable table, ISideTopic topic)
    {
        using var command = (_connection ??= LakeDatabase.Open("SET threads = 1;")).CreateCommand();
        command.CommandText = $"""
            SELECT reason, detail, topic, partition, "offset", epoch_ms("timestamp") AS ts, key, value, headers
            FROM {LakeSql.Scan(directory, [file], SideColumns.Schema)}
            """;
        using var reader = command.ExecuteReader();
        var count = 0;
        while (reader.Read())
        {
            var headers = HeaderJson.Read(reader.IsDBNull(8) ? null : reader.GetString(8));
            headers.Add(Header("dlq.reason", reader.GetString(0)));
            if (!reader.IsDBNull(1))
            {
                headers.Add(Header("dlq.detail", reader.GetString(1)));
            }

            headers.Add(Header("dlq.topic", reader.GetString(2)));
            headers.Add(Header("dlq.partition", reader.GetInt32(3).ToString(CultureInfo.InvariantCulture)));
            headers.Add(Header("dlq.offset", reader.GetInt64(4).ToString(CultureInfo.InvariantCulture)));
            headers.Add(Header("dlq.timestamp", reader.GetInt64(5).ToString(CultureInfo.InvariantCulture)));
            topic.Send(table.Topic, reader.GetBytesOrNull(6), reader.GetBytesOrNull(7), headers);
            count++;
        }

        return count;
    }

    public void Dispose() => _connection?.Dispose();

    private static RecordHeader Header(string name, string value) => new(name, System.Text.Encoding.UTF8.GetBytes(value));
}
