using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source.Native;

/// <summary>
/// The few functions of librdkafka's C API that reading needs. Confluent.Kafka builds an object per message; here a message stays a pointer.
/// Source: https://github.com/confluentinc/librdkafka/blob/master/src/rdkafka.h.
/// </summary>
internal static unsafe partial class LibRdKafka
{
    private const string Library = "librdkafka";

    static LibRdKafka() => NativeLibrary.SetDllImportResolver(typeof(LibRdKafka).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void ConfDestroy(nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ConfSet(nint conf, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_error_cb")]
    public static partial void ConfSetErrorCallback(nint conf, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    public static partial void ConfSetOpaque(nint conf, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint conf, byte* error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy_flags")]
    public static partial void Destroy(nint client, int flags);

    [LibraryImport(Library, EntryPoint = "rd_kafka_poll_set_consumer")]
    public static partial int PollSetConsumer(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint QueueGetConsumer(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void QueueDestroy(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMilliseconds, NativeMessage** messages, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void MessageDestroy(NativeMessage* message);

    // A field read behind a call: no lock, no callback.
    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    public static partial long MessageTimestamp(NativeMessage* message, int* type);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int MessageHeaders(NativeMessage* message, nint* headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    public static partial int HeaderGetAll(nint headers, nuint index, byte** name, byte** value, nuint* size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    public static partial nint PartitionListNew(int size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    public static partial void PartitionListDestroy(nint list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint PartitionListAdd(nint list, string topic, int partition);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_set_offset", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PartitionListSetOffset(nint list, string topic, int partition, long offset);

    [LibraryImport(Library, EntryPoint = "rd_kafka_assign")]
    public static partial int Assign(nint client, nint list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_commit")]
    public static partial int Commit(nint client, nint list, int async);

    [LibraryImport(Library, EntryPoint = "rd_kafka_query_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int QueryWatermarkOffsets(nint client, string topic, int partition, long* low, long* high, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_get_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetWatermarkOffsets(nint client, string topic, int partition, long* low, long* high);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint TopicNew(nint client, string topic, nint conf);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void TopicDestroy(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_metadata")]
    public static partial int Metadata(nint client, int allTopics, nint topic, NativeMetadata** metadata, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_metadata_destroy")]
    public static partial void MetadataDestroy(NativeMetadata* metadata);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    private static partial byte* ErrorToText(int error);

    /// <summary>librdkafka's own description of an error code.</summary>
    public static string ErrorText(int error) => Marshal.PtrToStringUTF8((nint)ErrorToText(error)) ?? $"error {error}";

    /// <summary>
    /// Plain librdkafka.so wants libsasl2.so.3, which not every distribution has; the CentOS 8 and Alpine builds of the same package do without.
    /// </summary>
    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
        ];
        foreach (var candidate in (string[])["librdkafka", "centos8-librdkafka", "alpine-librdkafka"])
        {
            foreach (var folder in folders)
            {
                if (NativeLibrary.TryLoad(Path.Combine(folder, candidate + ".so"), out var handle))
                {
                    return handle;
                }
            }

            if (NativeLibrary.TryLoad(candidate, assembly, path, out var found))
            {
                return found;
            }
        }

        return 0;
    }
}
