#include <arrow/compute/api.h>
#include <arrow/io/file.h>
#include <arrow/ipc/api.h>
#include <arrow/util/compression.h>
#include <parquet/arrow/writer.h>

#include <catch2/catch.hpp>

#include "loaders/columnar/csv.hpp"
#include "loaders/writers/write_table.hpp"
#include "tests/support/arrow_tables.hpp"
#include "tests/support/studies.hpp"

using namespace grapevine;
using namespace grapevine::testing;

// One law: a study's scores are the same bytes, whatever its tables are written in.

namespace {

using Types = std::map<std::string, std::shared_ptr<arrow::DataType>>;

struct Study {
  std::string purchases, touches, ties;
};

const Study kTextIds{kSmallPurchases, kSmallTouches, kSmallTies};

std::string replaced_all(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// The same people by other ids.
Study renamed(const std::map<std::string, std::string>& ids) {
  Study study = kTextIds;
  for (const auto& [from, to] : ids)
    for (std::string* csv : {&study.purchases, &study.touches, &study.ties})
      *csv = replaced_all(*csv, from, to);
  return study;
}

Table text_table(const std::string& csv) { return parse_csv(csv, ',', "t.csv"); }

/// The table with empty cells null and those columns that `types` names of these types.
Table typed_table(const std::string& csv, const Types& types) {
  const Table text = text_table(csv);
  arrow::FieldVector fields;
  arrow::ChunkedArrayVector columns;
  for (const std::string& name : text.column_names()) {
    TableBuilder with_nulls;
    with_nulls.add({.name = name}, text.texts(name));
    arrow::Datum column(with_nulls.finish().arrow()->column(0));
    if (const auto type = types.find(name); type != types.end()) {
      if (type->second->id() == arrow::Type::DICTIONARY)
        column = check(arrow::compute::DictionaryEncode(column));
      else if (type->second->id() == arrow::Type::TIMESTAMP)
        column = check(arrow::compute::Cast(
            check(arrow::compute::Cast(column, arrow::timestamp(arrow::TimeUnit::MICRO))),
            type->second));
      else
        column = check(arrow::compute::Cast(column, type->second));
    }
    columns.push_back(column.chunked_array());
    fields.push_back(arrow::field(name, columns.back()->type()));
  }
  return Table(arrow::Table::Make(arrow::schema(fields), columns, text.num_rows()));
}

void write_parquet(const Table& table, const std::filesystem::path& path) {
  const auto file = check(arrow::io::FileOutputStream::Open(path.string()));
  parquet::WriterProperties::Builder properties;
  properties.compression(arrow::Compression::SNAPPY)->max_row_group_length(2);
  parquet::ArrowWriterProperties::Builder keep_types;
  keep_types.store_schema();
  check(parquet::arrow::WriteTable(*table.arrow(), arrow::default_memory_pool(), file, 2,
                                   properties.build(), keep_types.build()));
  check(file->Close());
}

void write_stream(const Table& table, const std::filesystem::path& path) {
  const auto file = check(arrow::io::FileOutputStream::Open(path.string()));
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  options.codec = check(arrow::util::Codec::Create(arrow::Compression::ZSTD));
  const auto writer = check(arrow::ipc::MakeStreamWriter(file, table.arrow()->schema(), options));
  check(writer->WriteTable(*table.arrow(), 2));
  check(writer->Close());
  check(file->Close());
}

/// The scores of the study whose tables stand in these files, or lists of files, with these keys.
std::string scores(const TempFolder& folder, const std::string& ending,
                   const std::string& keys = "") {
  std::string study = kSmallStudy;
  for (const char* table : {"ties", "purchases", "touches"})
    study = with(study, "\"" + std::string(table) + ".csv\"",
                 "\"" + std::string(table) + ending + "\"" + keys);
  const StudyRun run = run_text(folder, study);
  CHECK(run.report.rejected.empty());
  return csv_text(run.table("scores")) + csv_text(run.table("credits"));
}

std::string csv_scores(const Study& study) {
  const TempFolder folder;
  folder.write("purchases.csv", study.purchases);
  folder.write("touches.csv", study.touches);
  folder.write("ties.csv", study.ties);
  return scores(folder, ".csv");
}

/// Writes each table of the study by `write(csv, name)`.
template <class Write>
void for_each_table(const Study& study, const Write& write) {
  write(study.purchases, std::string("purchases"));
  write(study.touches, std::string("touches"));
  write(study.ties, std::string("ties"));
}

}  // namespace

TEST_CASE("formats: line ends, byte order marks, separators, compression change no score") {
  const std::string expected = csv_scores(kTextIds);
  const TempFolder folder;
  for_each_table(kTextIds, [&](const std::string& csv, const std::string& name) {
    folder.write(name + "-crlf.csv", "\xEF\xBB\xBF" + replaced_all(csv, "\n", "\r\n"));
    folder.write(name + "-cr.csv", replaced_all(csv, "\n", "\r"));
    folder.write(name + ".tsv", replaced_all(csv, ",", "\t"));
    folder.write(name + "-bar.csv", replaced_all(csv, ",", "|"));
    folder.write(name + "-de.csv", replaced_all(replaced_all(csv, ",", ";"), ".", ","));
    const std::size_t cut = csv.size() / 2;
    folder.write(name + ".csv.gz", compressed(csv.substr(0, cut), arrow::Compression::GZIP) +
                                       compressed(csv.substr(cut), arrow::Compression::GZIP));
    folder.write(name + ".csv.zst", compressed(csv, arrow::Compression::ZSTD));
    folder.write(
        name + "-quoted.csv",
        "\"" +
            replaced_all(replaced_all(with(csv + "~", "\n~", ""), ",", "\",\""), "\n", "\"\n\"") +
            "\"");
  });
  for (const char* ending :
       {"-crlf.csv", "-cr.csv", ".tsv", "-bar.csv", ".csv.gz", ".csv.zst", "-quoted.csv"}) {
    INFO(ending);
    CHECK((scores(folder, ending) == expected));
  }
  CHECK((scores(folder, "-de.csv", ", separator = \";\", decimal = \",\"") == expected));
}

TEST_CASE("formats: several files, also of different formats, change no score") {
  const std::string expected = csv_scores(kTextIds);
  const TempFolder folder;
  for_each_table(kTextIds, [&](const std::string& csv, const std::string& name) {
    const std::size_t header = csv.find('\n') + 1, first = csv.find('\n', header) + 1;
    folder.write(name + "-1.csv", csv.substr(0, first));
    write_parquet(typed_table(csv.substr(0, header) + csv.substr(first),
                              {{"amount", arrow::float64()}, {"weight", arrow::int8()}}),
                  folder.path() / (name + "-2.parquet"));
  });
  CHECK((scores(folder, "-*") == expected));
}

TEST_CASE("formats: columns of every type that holds the same values give the same scores") {
  const std::string expected = csv_scores(kTextIds);
  const auto names = arrow::dictionary(arrow::int32(), arrow::utf8());
  const auto zone = [](arrow::TimeUnit::type unit) { return arrow::timestamp(unit, "UTC"); };
  const Types kinds[] = {
      {{"person_id", names},
       {"from_person", names},
       {"t", arrow::date32()},
       {"amount", arrow::decimal128(12, 2)},
       {"purchase_id", arrow::int32()},
       {"weight", arrow::float32()}},
      {{"person_id", arrow::large_utf8()},
       {"src", arrow::large_utf8()},
       {"t", arrow::timestamp(arrow::TimeUnit::SECOND)},
       {"amount", arrow::float64()},
       {"purchase_id", arrow::uint64()},
       {"weight", arrow::decimal256(40, 3)}},
      {{"person_id", arrow::utf8_view()},
       {"to_person", arrow::utf8_view()},
       {"t", zone(arrow::TimeUnit::NANO)},
       {"amount", arrow::decimal256(40, 5)},
       {"purchase_id", arrow::float64()},
       {"weight", arrow::float16()}},
      {{"person_id", arrow::binary()},
       {"t", arrow::date64()},
       {"purchase_id", arrow::decimal128(20, 0)},
       {"weight", arrow::uint8()}},
  };
  int kind = 0;
  for (const Types& types : kinds) {
    INFO("kind " << kind++);
    const TempFolder folder;
    for_each_table(kTextIds, [&](const std::string& csv, const std::string& name) {
      const Table table = typed_table(csv, types);
      write_parquet(table, folder.path() / (name + ".parquet"));
      write_table(table, folder.path() / (name + ".arrow"));
      write_stream(table, folder.path() / (name + ".arrows"));
    });
    for (const char* ending : {".parquet", ".arrow", ".arrows"}) {
      INFO(ending);
      CHECK((scores(folder, ending) == expected));
    }
  }
}

TEST_CASE("formats: a table in memory gives what its file gives") {
  const std::string expected = csv_scores(kTextIds);
  const TempFolder folder;
  StudyFile study = read_study_file(write_small_study(folder));
  for_each_table(kTextIds, [&](const std::string& csv, const std::string& name) {
    std::filesystem::remove(folder.path() / (name + ".csv"));
    study.tables.tables.at(name).in_memory = typed_table(csv, {{"t", arrow::date32()}});
  });
  const StudyRun run = run_study(study);
  CHECK((csv_text(run.table("scores")) + csv_text(run.table("credits")) == expected));
}

TEST_CASE("formats: ids to the ends of 64 bits, as text, integers and decimals") {
  for (const std::string largest : {"9223372036854775807", "18446744073709551615"}) {
    const Study study = renamed({{"ann", "2147483648"},
                                 {"bob", "9007199254740993"},
                                 {"cid", largest},
                                 {"dan", "4294967296"}});
    const std::string expected = csv_scores(study);
    CHECK(expected.find("9007199254740993") != std::string::npos);
    CHECK(expected.find(largest) != std::string::npos);
    for (const auto& type : {arrow::uint64(), arrow::decimal128(38, 0)}) {
      const TempFolder folder;
      for_each_table(study, [&](const std::string& csv, const std::string& name) {
        write_parquet(typed_table(csv, {{"person_id", type},
                                        {"from_person", type},
                                        {"to_person", type},
                                        {"src", type},
                                        {"dst", type}}),
                      folder.path() / (name + ".parquet"));
      });
      CHECK((scores(folder, ".parquet") == expected));
    }
  }
}

TEST_CASE("formats: ids that a gap made floating-point numbers are the integers they were") {
  Study study = renamed({{"ann", "1"}, {"bob", "2"}, {"cid", "3"}, {"dan", "4"}});
  study.purchases += "6,2,2020-06-01,cake,2\n";
  study.touches += "1,,2020-05-20,,friend\n";  // names nobody: rejected
  const TempFolder plain;
  for_each_table(study, [&](const std::string& csv, const std::string& name) {
    plain.write(name + ".csv", csv);
    write_parquet(
        typed_table(csv, {{"to_person", arrow::float64()}, {"purchase_id", arrow::float32()}}),
        plain.path() / (name + ".parquet"));
    plain.write(name + "-pandas.csv",
                name == "touches"
                    ? replaced_all(replaced_all(csv, ",2,2", ",2.0,2"), ",3,2", ",3.0,2")
                    : csv);
  });
  const auto run = [&](const std::string& ending) {
    std::string text = kSmallStudy;
    for (const char* table : {"ties", "purchases", "touches"})
      text = with(text, std::string(table) + ".csv", table + ending);
    const StudyRun made = run_text(plain, text);
    CHECK(made.report.rejected.size() == 1);
    return csv_text(made.table("scores")) + csv_text(made.table("credits"));
  };
  const std::string expected = run(".csv");
  CHECK((run(".parquet") == expected));
  CHECK((run("-pandas.csv") == expected));
}
