using System.Buffers;

namespace Analytics.Lake.Parquet;

/// <summary>Writes what <see cref="CompactReader"/> read: the same bytes, when the writer used the shortest forms as all do.</summary>
internal sealed class CompactWriter(IBufferWriter<byte> target)
{
    public void WriteStruct(ThriftStruct value)
    {
        var last = 0;
        foreach (var field in value.Fields)
        {
            if (field.Id - last is > 0 and <= 15 and var delta)
            {
                WriteByte((byte)((delta << 4) | (byte)field.Type));
            }
            else
            {
                WriteByte((byte)field.Type);
                WriteInteger(field.Id);
            }

            last = field.Id;
            if (field.Value is { } content)
            {
                WriteValue(field.Type, content);
            }
        }

        WriteByte((byte)ThriftType.Stop);
    }

    private void WriteValue(ThriftType type, object value)
    {
        switch (value)
        {
            case long number when type is ThriftType.Byte or ThriftType.True or ThriftType.False:
                WriteByte((byte)number);
                break;
            case long number:
                WriteInteger(number);
                break;
            case byte[] bytes:
                if (type == ThriftType.Binary)
                {
                    Varint.Write(target, (ulong)bytes.Length);
                }

                target.Write(bytes);
                break;
            case ThriftList list:
                WriteList(list);
                break;
            default:
                WriteStruct((ThriftStruct)value);
                break;
        }
    }

    private void WriteList(ThriftList list)
    {
        var count = list.Elements.Count;
        WriteByte((byte)((Math.Min(count, 15) << 4) | (byte)list.ElementType));
        if (count >= 15)
        {
            Varint.Write(target, (ulong)count);
        }

        foreach (var element in list.Elements)
        {
            WriteValue(list.ElementType, element);
        }
    }

    private void WriteInteger(long value) => Varint.Write(target, Varint.ZigZag(value));

    private void WriteByte(byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }
}
