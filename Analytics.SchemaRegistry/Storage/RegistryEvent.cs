using System.Text.Json.Serialization;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>One line of the log. The registry's state is nothing but the sum of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SchemaRegistered), "registered")]
[JsonDerivedType(typeof(VersionDeleted), "version_deleted")]
[JsonDerivedType(typeof(SubjectDeleted), "subject_deleted")]
[JsonDerivedType(typeof(ConfigChanged), "config")]
[JsonDerivedType(typeof(ModeChanged), "mode")]
internal abstract record RegistryEvent;
