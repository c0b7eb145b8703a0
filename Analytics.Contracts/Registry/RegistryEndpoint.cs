using System.Net.Http.Headers;
using System.Text;

namespace Analytics.Contracts.Registry;

/// <summary>Where the registry is, and as whom it is asked.</summary>
/// <param name="Address">Its address, such as <c>http://localhost:8081</c>.</param>
/// <param name="UserInfo"><c>user:password</c> for basic authentication; null for none.</param>
public sealed record RegistryEndpoint(Uri Address, string? UserInfo)
{
    /// <summary>The configuration key of the address.</summary>
    public const string AddressKey = "services:schema-registry:http:0";

    /// <summary>The configuration key of <see cref="UserInfo"/>; what Confluent's clients call <c>basic.auth.user.info</c>.</summary>
    public const string UserInfoKey = "Registry:UserInfo";

    private const string Default = "http://localhost:8081";

    /// <summary>Reads both.</summary>
    /// <param name="configuration">Gives a key's value or null.</param>
    /// <returns>The endpoint; without settings, on this machine and for everybody.</returns>
    public static RegistryEndpoint From(Func<string, string?> configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var userInfo = configuration(UserInfoKey);
        return new RegistryEndpoint(new Uri(configuration(AddressKey) ?? Default), string.IsNullOrEmpty(userInfo) ? null : userInfo);
    }

    /// <summary>Makes a client ask this registry.</summary>
    /// <param name="http">The client.</param>
    public void ApplyTo(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.BaseAddress = Address;
        http.DefaultRequestHeaders.Authorization = UserInfo is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(UserInfo)));
    }
}
