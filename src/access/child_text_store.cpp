#include "access/child_text_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "access/keys.h"

namespace caregrid::access {
namespace {

constexpr db::Sql number_sql("SELECT number FROM child WHERE county = :county AND id = :id");

constexpr db::Sql put_sql(R"(
INSERT INTO child_text (county, about, id, child, sealed)
VALUES (:county, :about, :id, :child, :sealed)
ON CONFLICT (county, about, id) DO UPDATE SET child = excluded.child, sealed = excluded.sealed)");

constexpr db::Sql find_sql(R"(
SELECT t.child, t.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_text t
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
WHERE t.county = :county AND t.about = :about AND t.id = :id)");

constexpr db::Sql delete_sql(
    "DELETE FROM child_text WHERE county = :county AND about = :about AND id = :id");

constexpr db::Sql of_child_sql(
    "SELECT about, id, sealed FROM child_text WHERE county = :county AND child = :child "
    "ORDER BY about, id");

constexpr db::Sql reseal_sql(
    "UPDATE child_text SET sealed = :sealed "
    "WHERE county = :county AND about = :about AND id = :id");

constexpr db::Sql delete_of_sql("DELETE FROM child_text WHERE county = :county AND child = :child");

constexpr std::size_t length_bytes = 4;

SealedPlace place_of(const Call& call, const ChildKey& key, std::string_view about,
                     core::Bytes id) {
  return {about, call.county, key.child, 0, key.version, id};
}

/// One behind the other, each with its length of four bytes before it, little end first.
std::string pack(const Texts& texts) {
  std::string bytes;
  for (const std::string& text : texts) {
    for (std::size_t i = 0; i < length_bytes; ++i) {
      bytes.push_back(static_cast<char>(text.size() >> (8 * i) & 0xFFU));
    }
    bytes += text;
  }
  return bytes;
}

/// Texts beyond those that are there are empty: a record may have got a field since.
Texts unpack(std::string_view bytes, std::size_t count) {
  Texts texts;
  while (texts.size() < count && bytes.size() >= length_bytes) {
    std::size_t size = 0;
    for (std::size_t i = length_bytes; i-- > 0;) {
      size = size << 8U | static_cast<unsigned char>(bytes[i]);
    }
    bytes.remove_prefix(length_bytes);
    texts.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(texts.back().size());
  }
  texts.resize(count);
  return texts;
}

core::Result<void> run(const Call& call, db::Sql sql, db::Binds binds) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<ChildKey> key_for(const Call& call, const core::IdBytes& child) {
  const auto number = db::find_one(call.transaction, number_sql,
                                   {{"county", call.county}, {"id", core::Bytes(child)}},
                                   [](const db::Row& row) { return row.integer(0); });
  if (!number) {
    return number.error();
  }
  if (*number) {
    auto key = find_child_key(call, **number);
    if (!key) {
      return key.error();
    }
    if (*key) {
      return std::move(**key);
    }
  }
  return ensure_key(call, text_key_number);
}

struct StoredText {
  std::string about;
  core::IdBytes id{};
  std::string sealed;
};

core::Result<std::vector<StoredText>> list_texts(const Call& call, std::int64_t child) {
  return db::list(call.transaction, of_child_sql, {{"county", call.county}, {"child", child}},
                  [](const db::Row& row) {
                    StoredText text;
                    text.about = row.text(0);
                    const core::Bytes id = row.blob(1);
                    std::ranges::copy(id.first(std::min(id.size(), text.id.size())),
                                      text.id.begin());
                    const core::Bytes sealed = row.blob(2);
                    text.sealed.assign(reinterpret_cast<const char*>(sealed.data()), sealed.size());
                    return text;
                  });
}

}  // namespace

core::Result<void> put_child_texts(const Call& call, const core::IdBytes& child,
                                   const TextOwner& owner, const Texts& texts) {
  if (std::ranges::all_of(texts, &std::string::empty)) {
    return delete_child_texts(call, owner);
  }
  const auto key = key_for(call, child);
  return key ? put_texts_under(call, *key, owner, texts) : core::Result<void>(key.error());
}

core::Result<void> put_texts_under(const Call& call, const ChildKey& key, const TextOwner& owner,
                                   const Texts& texts) {
  std::string plain = pack(texts);
  const std::string sealed =
      call.keys.seal(key, place_of(call, key, owner.about, owner.id), core::as_bytes(plain));
  core::wipe(plain);
  return run(call, put_sql,
             {{"county", call.county},
              {"about", owner.about},
              {"id", core::Bytes(owner.id)},
              {"child", key.child},
              {"sealed", core::as_bytes(sealed)}});
}

core::Result<Texts> find_child_texts(const Call& call, const TextOwner& owner, std::size_t count) {
  auto found = db::try_find_one<Texts>(
      call.transaction, find_sql,
      {{"county", call.county}, {"about", owner.about}, {"id", core::Bytes(owner.id)}},
      [&](const db::Row& row) { return read_child_texts(call, owner, row, 0, count); });
  if (!found) {
    return found.error();
  }
  return *found ? std::move(**found) : Texts(count);
}

core::Result<Texts> read_child_texts(const Call& call, const TextOwner& owner, const db::Row& row,
                                     int column, std::size_t count) {
  if (row.is_null(column)) {
    return Texts(count);
  }
  const auto key = read_child_key(call, row.integer(column), row, column + 2);
  if (!key) {
    return key.error();
  }
  auto plain =
      KeyRing::open(*key, place_of(call, *key, owner.about, owner.id), row.blob(column + 1));
  if (!plain) {
    return plain.error();
  }
  Texts texts = unpack(*plain, count);
  core::wipe(*plain);
  return texts;
}

core::Result<void> delete_child_texts(const Call& call, const TextOwner& owner) {
  return run(call, delete_sql,
             {{"county", call.county}, {"about", owner.about}, {"id", core::Bytes(owner.id)}});
}

core::Result<std::int64_t> reseal_child_texts(const Call& call, const ChildKey& from,
                                              const ChildKey& to) {
  const auto texts = list_texts(call, from.child);
  if (!texts) {
    return texts.error();
  }
  for (const StoredText& text : *texts) {
    const SealedPlace place = place_of(call, from, text.about, text.id);
    auto plain = KeyRing::open(from, place, core::as_bytes(text.sealed));
    if (!plain) {
      return plain.error();
    }
    const std::string sealed = call.keys.seal(to, place, core::as_bytes(*plain));
    core::wipe(*plain);
    const auto done = run(call, reseal_sql,
                          {{"sealed", core::as_bytes(sealed)},
                           {"county", call.county},
                           {"about", text.about},
                           {"id", core::Bytes(text.id)}});
    if (!done) {
      return done.error();
    }
  }
  return static_cast<std::int64_t>(texts->size());
}

core::Result<std::vector<std::string>> list_broken_texts(const Call& call, const ChildKey& key) {
  const auto texts = list_texts(call, key.child);
  if (!texts) {
    return texts.error();
  }
  std::vector<std::string> broken;
  for (const StoredText& text : *texts) {
    const SealedPlace place = place_of(call, key, text.about, text.id);
    if (!KeyRing::open(key, place, core::as_bytes(text.sealed))) {
      broken.push_back(describe(place));
    }
  }
  return broken;
}

core::Result<std::int64_t> delete_texts_of(const Call& call, std::int64_t child) {
  return call.transaction.run(delete_of_sql, {{"county", call.county}, {"child", child}});
}

}  // namespace caregrid::access
